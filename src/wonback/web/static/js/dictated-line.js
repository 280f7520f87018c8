// <dictated-line> around a text field: a button that listens, where the browser can; without it one types.
// Whatever can be recognised on the device itself is asked to stay there.
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition

customElements.define("dictated-line", class extends HTMLElement {
  connectedCallback() {
    if (!Recognition) return
    this.button = this.querySelector("button")
    this.button.hidden = false
    this.button.addEventListener("click", () => (this.ear ? this.ear.stop() : this.listen()))
  }

  disconnectedCallback() {
    this.ear?.abort()
  }

  listen() {
    const ear = new Recognition()
    ear.lang = this.button.dataset.lang
    if ("processLocally" in ear) ear.processLocally = true
    ear.addEventListener("result", (event) => this.hear(event))
    ear.addEventListener("end", () => this.rest())
    ear.addEventListener("error", () => this.rest())
    this.ear = ear
    this.button.setAttribute("aria-pressed", "true")
    ear.start()
  }

  hear(event) {
    const input = this.querySelector("input")
    const said = [...event.results].map((result) => result[0].transcript).join(" ").trim()
    input.value = [input.value.trim(), said].filter(Boolean).join(" ").slice(0, input.maxLength)
    input.focus()
  }

  rest() {
    this.ear = undefined
    this.button.setAttribute("aria-pressed", "false")
  }
})
