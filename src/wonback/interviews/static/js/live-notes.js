// <live-notes data-place="…"> around a form: each key is kept on the device at once, and sent every few seconds.
// What was not sent when the laptop closed, the network went or the server died is there again when the page opens.
const EVERY = 2000
const OURS = /^(text|confidence|feeling|drivers|quote|may|person)-/

// Two texts of one field, neither thrown away; where one goes on from the other, that one.
const both = (kept, typed) => typed.startsWith(kept) ? typed : kept.startsWith(typed) ? kept : `${kept}\n———\n${typed}`
const isPressed = (field) => field.type === "checkbox" || field.type === "radio"

customElements.define("live-notes", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
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

  get fields() {
    return [...this.form.elements].filter((field) => OURS.test(field.name))
  }

  named(name) {
    return this.fields.filter((field) => field.name === name)
  }

  // By the name of a field what is typed in it; of ticks and of a list with the same name, all that are on.
  typed() {
    const typed = {}
    for (const field of this.fields) {
      const values = (typed[field.name] ??= [])
      if (!isPressed(field) || field.checked) values.push(field.value)
    }
    return typed
  }

  keep() {
    this.unsent = true
    localStorage.setItem(this.place, JSON.stringify({ version: this.version.value, typed: this.typed() }))
  }

  restore() {
    const before = JSON.parse(localStorage.getItem(this.place) ?? "null")
    if (!before) return
    const isNewer = Number(before.version) >= Number(this.version.value)
    for (const [name, values] of Object.entries(before.typed)) this.fill(name, [values].flat(), isNewer)
    this.keep()
  }

  // Puts what was kept into the fields of that name; a quote of which this page knows nothing gets room.
  fill(name, values, isNewer) {
    const quote = /^quote-(\w+)-words$/.exec(name)
    if (quote && values[0] && !this.named(name).length) this.querySelector("live-quotes").add(quote[1])
    for (const field of this.named(name)) {
      if (isPressed(field)) field.checked = values.includes(field.value) || (!isNewer && field.type === "checkbox" && field.checked)
      else if (field.tagName === "SELECT") field.value = values.find((one) => [...field.options].some((option) => option.value === one)) ?? field.value
      else field.value = isNewer ? values[0] : both(field.value, values[0])
    }
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
    for (const [name, value] of Object.entries(kept)) this.join(name, [value].flat())
    this.keep()
    this.tell("differs")
  }

  // What another window wrote and what stands here, together.
  join(name, values) {
    const quote = /^quote-(\w+)-words$/.exec(name)
    if (quote && !this.named(name).length) this.querySelector("live-quotes").add(quote[1])
    for (const field of this.named(name)) {
      if (isPressed(field)) field.checked ||= values.includes(field.value)
      else if (field.tagName !== "SELECT") field.value = both(values[0], field.value)
    }
  }

  tell(what) {
    this.state.textContent = this.state.dataset[what]
  }
})
