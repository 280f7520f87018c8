// <deal-table>: a card goes where it is dropped, where its list of names says, or where a number key says (0: the pool).
// The list of names on each card is the truth, and the form sends it; without scripts it is all there is.
customElements.define("deal-table", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => event.target.matches("[data-to]") && this.move(event.target.closest(".deal-card"), event.target.value))
    this.addEventListener("keydown", (event) => this.press(event))
    for (const card of this.querySelectorAll(".deal-card")) {
      card.draggable = true
      card.tabIndex = 0
    }
    this.count()
  }

  get places() {
    return [...this.querySelectorAll("[data-hand]")]
  }

  move(card, hand) {
    const place = this.places.find((one) => one.dataset.hand === hand)
    const select = card.querySelector("[data-to]")
    const focused = card.contains(document.activeElement) ? document.activeElement : null
    select.value = hand
    this.warn(card, select.selectedOptions[0])
    card.querySelector(".deal-why")?.remove()
    place.append(card)
    focused?.focus()
    this.count()
  }

  warn(card, option) {
    card.querySelector(".deal-against")?.remove()
    if (!option.dataset.against) return
    const said = document.createElement("p")
    said.className = "deal-against small"
    said.setAttribute("role", "note")
    said.textContent = option.dataset.against
    card.querySelector(".deal-to").before(said)
  }

  // What the server counted, counted again after each move.
  count() {
    const put = this.querySelectorAll(".deal-seat .deal-card").length
    const button = this.querySelector("[data-deal]")
    if (button) button.querySelector("span").textContent = put ? `${button.dataset.words} ${put}` : button.dataset.words
    this.querySelector("[data-count]").textContent = this.querySelectorAll(".deal-pool .deal-card").length
    for (const seat of this.querySelectorAll(".deal-seat")) {
      const left = seat.dataset.room - seat.querySelectorAll(".deal-card").length
      const words = seat.querySelector("[data-left]")
      seat.toggleAttribute("data-full", left === 0)
      if (left < 0) seat.dataset.state = "over"
      else delete seat.dataset.state
      words.textContent = left < 0 ? words.dataset.over.replace("%s", -left) : left ? words.dataset.some.replace("%s", left) : words.dataset.full
    }
  }

  press(event) {
    const card = event.target.closest(".deal-card")
    if (event.target !== card || event.ctrlKey || event.metaKey || event.altKey) return
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key]
    if (step) return this.step(event, card, step)
    const place = /^\d$/.test(event.key) && this.places[Number(event.key)]
    if (!place) return
    event.preventDefault()
    const next = card.nextElementSibling ?? card.previousElementSibling
    this.move(card, place.dataset.hand)
    ;(next ?? card).focus()
  }

  step(event, card, step) {
    const cards = [...this.querySelectorAll(".deal-card")]
    event.preventDefault()
    event.stopPropagation()
    cards[cards.indexOf(card) + step]?.focus()
  }
})
