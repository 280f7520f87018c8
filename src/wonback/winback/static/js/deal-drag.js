// <deal-drag> in a <deal-table>: its cards can be dragged from place to place. The table knows its places and moves a card.
customElements.define("deal-drag", class extends HTMLElement {
  connectedCallback() {
    this.table = this.closest("deal-table")
    this.table.addEventListener("dragstart", (event) => this.lift(event))
    this.table.addEventListener("dragover", (event) => this.hover(event))
    this.table.addEventListener("drop", (event) => this.put(event))
    this.table.addEventListener("dragend", () => this.rest())
  }

  lift(event) {
    this.lifted = event.target.closest?.(".deal-card")
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", this.lifted?.dataset.loss ?? "")
    this.lifted?.setAttribute("data-lifted", "")
  }

  under(event) {
    const section = event.target.closest(".deal-seat, .deal-pool")
    return this.lifted && section?.querySelector("[data-hand]")
  }

  hover(event) {
    const place = this.under(event)
    for (const one of this.table.places) one.parentElement.toggleAttribute("data-over", one === place)
    if (place) event.preventDefault()
  }

  put(event) {
    const place = this.under(event)
    if (!place) return
    event.preventDefault()
    this.table.move(this.lifted, place.dataset.hand)
  }

  rest() {
    this.lifted?.removeAttribute("data-lifted")
    this.lifted = null
    for (const one of this.table.places) one.parentElement.removeAttribute("data-over")
  }
})
