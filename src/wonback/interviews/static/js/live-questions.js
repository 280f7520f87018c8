// <live-questions> around the list of questions: one of them is spoken about and stands open, the others are one line each.
// Keys act on the open one. j and k move, Enter writes, Esc stops writing; a tag, a tick and a tool have their own keys.
const TEXT = "textarea, select, input:not([type=checkbox], [type=radio])"

customElements.define("live-questions", class extends HTMLElement {
  connectedCallback() {
    this.questions = [...this.querySelectorAll(".live-question")]
    for (const question of this.questions) question.tabIndex = -1
    this.open(this.questions.find((one) => !one.querySelector("textarea").value) ?? this.questions[0])
    this.addEventListener("focusin", (event) => this.open(event.target.closest(".live-question")))
    this.addEventListener("click", (event) => this.step(event.target.closest("[data-step]")))
    this.addEventListener("input", (event) => this.noted(event.target))
    document.addEventListener("keydown", (event) => this.move(event))
    const [me, person] = [document.querySelector(".live-me"), this.querySelector(".live-person")]
    me.hidden = !person
    me.addEventListener("click", () => this.ask(person.closest(".live-question"), person.querySelector("input:checked")))
    this.refresh() // Whoever begins to type writes; keys act only after Esc, or with Alt.
    this.current.querySelector("textarea").focus()
  }

  get current() {
    return this.querySelector("[data-current]")
  }

  open(question) {
    if (!question || question === this.current) return
    this.current?.removeAttribute("data-current")
    question.dataset.current = ""
  }

  ask(question, where) {
    this.open(question)
    ;(where ?? question).focus()
  }

  // Louder or softer by one; the list next to the two buttons says how it sounded.
  step(button) {
    if (!button) return
    const select = button.parentElement.querySelector("select")
    const feelings = [...select.options].map((option) => option.value).filter(Boolean)
    const next = feelings.indexOf(select.value || "0") + Number(button.dataset.step)
    select.value = feelings[Math.min(feelings.length - 1, Math.max(0, next))]
    select.dispatchEvent(new Event("input", { bubbles: true }))
    this.tell(select.selectedOptions[0].textContent)
  }

  noted(field) {
    if (field.type === "checkbox") this.tell(`${this.dataset[field.checked ? "tagged" : "untagged"]}: ${field.parentElement.querySelector("span").textContent}`)
    this.mark(field.closest(".live-question"))
  }

  // A line that is folded still shows that something was heard, and how many reasons.
  mark(question) {
    question.toggleAttribute("data-heard", question.querySelector("textarea").value.trim() !== "")
    const tags = question.querySelectorAll(".live-chip :checked").length
    tags ? question.dataset.tags = tags : delete question.dataset.tags
  }

  refresh() {
    this.questions.forEach((one) => this.mark(one))
  }

  tell(words) {
    document.getElementById("told").textContent = words
  }

  move(event) {
    if (event.key === "Escape" && event.target.matches("textarea") && this.contains(event.target)) return this.current.focus()
    const isChord = event.altKey && !event.ctrlKey && !event.metaKey && this.contains(event.target)
    const step = { j: 1, k: -1, ...(isChord ? { ArrowDown: 1, ArrowUp: -1 } : {}) }[event.key]
    if (step && (isChord || !(event.altKey || event.ctrlKey || event.metaKey || event.target.closest(TEXT)))) {
      event.preventDefault()
      const next = this.questions[this.questions.indexOf(this.current) + step] ?? this.current
      this.ask(next, event.target.matches("textarea") ? next.querySelector("textarea") : next)
    }
    if (event.key !== "Enter" || ![this.current, document.body].includes(event.target)) return
    event.preventDefault()
    this.current.querySelector("textarea").focus()
  }
})
