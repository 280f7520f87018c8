// <live-notes data-place="…"> around a form: each key is kept on the device at once, and sent every few seconds.
// What was not sent when the laptop closed, the network went or the server died is there again when the page opens.
const EVERY = 2000

// Two texts of one field, neither thrown away; where one goes on from the other, that one.
const both = (kept, typed) => typed.startsWith(kept) ? typed : kept.startsWith(typed) ? kept : `${kept}\n———\n${typed}`

customElements.define("live-notes", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.version = this.form.elements.version
    this.state = this.querySelector("[role=status]")
    this.place = `wonback-notes-${this.dataset.place}`
    this.restore()
    this.form.addEventListener("input", () => this.keep())
    this.form.addEventListener("submit", () => { this.leaving = true; localStorage.removeItem(this.place) })
    this.sending = setInterval(() => this.send(), EVERY)
    addEventListener("online", () => this.send())
  }

  disconnectedCallback() {
    clearInterval(this.sending)
  }

  get fields() {
    return [...this.form.elements].filter((field) => /^(text|confidence)-/.test(field.name))
  }

  keep() {
    this.unsent = true
    const typed = Object.fromEntries(this.fields.map((field) => [field.name, field.value]))
    localStorage.setItem(this.place, JSON.stringify({ version: this.version.value, typed }))
  }

  restore() {
    const before = JSON.parse(localStorage.getItem(this.place) ?? "null")
    if (!before) return
    const isNewer = Number(before.version) >= Number(this.version.value)
    for (const field of this.fields.filter((one) => one.name in before.typed)) {
      const typed = before.typed[field.name]
      field.value = isNewer || field.tagName === "SELECT" ? typed : both(field.value, typed)
    }
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
    for (const field of this.fields.filter((one) => kept[one.name])) field.value = both(kept[field.name], field.value)
    this.keep()
    this.tell("differs")
  }

  tell(what) {
    this.state.textContent = this.state.dataset[what]
  }
})
