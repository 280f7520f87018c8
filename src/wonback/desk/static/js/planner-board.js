// <planner-board>: drag a touch to a day or to a week; or move it by keyboard. Either fills the form that is there anyway.
const DAY = 86_400_000
const STEPS = { ArrowLeft: -7, ArrowRight: 7, ArrowUp: -1, ArrowDown: 1 }
const dayOf = (touch) => touch.querySelector("input[name=day]")
const text = (day) => day.toISOString().slice(0, 10)

customElements.define("planner-board", class extends HTMLElement {
  connectedCallback() {
    for (const touch of this.querySelectorAll(".plan-touch:has(form)")) {
      touch.draggable = true
      touch.tabIndex = 0
    }
    this.addEventListener("dragstart", (event) => this.lift(event))
    this.addEventListener("dragover", (event) => this.hover(event))
    this.addEventListener("drop", (event) => this.drop(event))
    this.addEventListener("dragend", () => this.rest())
    this.addEventListener("keydown", (event) => this.press(event))
  }

  lift(event) {
    this.lifted = event.target.closest?.(".plan-touch")
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", this.lifted?.querySelector("a")?.textContent ?? "")
    this.lifted?.setAttribute("data-lifted", "")
  }

  under(event) {
    return this.lifted && event.target.closest?.("[data-day], [data-monday]")
  }

  hover(event) {
    const place = this.under(event)
    for (const one of this.querySelectorAll("[data-over]")) one.toggleAttribute("data-over", one === place)
    if (!place) return
    place.setAttribute("data-over", "")
    event.preventDefault()
  }

  drop(event) {
    const place = this.under(event)
    if (!place) return
    event.preventDefault()
    const { day, monday } = place.dataset
    this.put(this.lifted, day ?? this.sameWeekday(this.lifted, monday))
  }

  // In another week it keeps its day of the week.
  sameWeekday(touch, monday) {
    const from = new Date(`${dayOf(touch).value}T00:00Z`)
    return text(new Date(Date.parse(`${monday}T00:00Z`) + ((from.getUTCDay() + 6) % 7) * DAY))
  }

  press(event) {
    const touch = event.target.closest?.(".plan-touch")
    const days = event.altKey && event.target === touch && STEPS[event.key]
    if (!days) return
    event.preventDefault()
    let day = Date.parse(`${dayOf(touch).value}T00:00Z`) + days * DAY
    while ([0, 6].includes(new Date(day).getUTCDay())) day += Math.sign(days) * DAY
    this.put(touch, text(new Date(day)))
  }

  put(touch, day) {
    const input = dayOf(touch)
    if (input.value === day) return
    input.value = day
    input.form.requestSubmit()
  }

  rest() {
    this.lifted?.removeAttribute("data-lifted")
    for (const one of this.querySelectorAll("[data-over]")) one.removeAttribute("data-over")
    this.lifted = null
  }
})
