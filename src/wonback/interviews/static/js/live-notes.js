// <live-notes data-place="…"> around a form: each key is kept on the device at once, and sent every few seconds.
// What was not sent when the laptop closed, the network went or the server died is there again when the page opens.
const EVERY = 2000

customElements.define("live-notes", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.fields = this.querySelector("live-fields")
    this.version = this.form.elements.version
    this.state = this.querySelector(".live-state")
    this.place = `wonback-notes-${this.dataset.place}`
    this.restore()
    this.form.addEventListener("input", () => this.keep())
    this.form.addEventListener("submit", () => { this.leaving = true; localStorage.removeItem(this.place) })
    this.sending = setInterval(() => this.send(), EVERY)
    this.online = () => this.send()
    addEventListener("online", this.online)
  }

  disconnectedCallback() {
    clearInterval(this.sending)
    removeEventListener("online", this.online)
  }

  keep() {
    this.unsent = true
    // "Saved" is true of every word, or not there.
    if (this.state.textContent === this.state.dataset.saved) this.state.textContent = ""
    localStorage.setItem(this.place, JSON.stringify({ version: this.version.value, typed: this.fields.typed() }))
  }

  restore() {
    const before = JSON.parse(localStorage.getItem(this.place) ?? "null")
    if (!before) return
    const isNewer = Number(before.version) >= Number(this.version.value)
    for (const [name, values] of Object.entries(before.typed)) this.fields.fill(name, [values].flat(), isNewer)
    this.querySelector("live-questions").refresh()
    this.keep()
  }

  async send() {
    if (!this.unsent || this.busy || this.leaving) return
    this.busy = true
    this.unsent = false
    try {
      const answer = await fetch(this.form.action, { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } })
      await this.heard(answer)
    } catch {
      this.unsent = true
      this.tell("waiting")
    }
    this.busy = false
  }

  async heard(answer) {
    if (answer.status === 422) return this.compare()
    if (!answer.ok) throw new Error(answer.statusText)
    this.version.value = (await answer.json()).version
    if (this.unsent) return this.keep()
    localStorage.removeItem(this.place)
    this.tell("saved")
  }

  async compare() {
    const { version, kept } = await (await fetch(this.form.action)).json()
    this.version.value = version
    for (const [name, value] of Object.entries(kept)) this.fields.join(name, [value].flat())
    this.keep()
    this.tell("differs")
  }

  tell(what) {
    this.state.textContent = this.state.dataset[what]
  }
})
