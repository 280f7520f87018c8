// <live-fields> in the form of a call: reads all that is typed and ticked, and puts it back without throwing anything away.
const OURS = /^(text|confidence|feeling|drivers|quote|may|person)-/

// Two texts of one field, neither thrown away; where one goes on from the other, that one.
const both = (kept, typed) => typed.startsWith(kept) ? typed : kept.startsWith(typed) ? kept : `${kept}\n———\n${typed}`
const isPressed = (field) => field.type === "checkbox" || field.type === "radio"

customElements.define("live-fields", class extends HTMLElement {
  get all() {
    return [...this.closest("form").elements].filter((field) => OURS.test(field.name))
  }

  named(name) {
    return this.all.filter((field) => field.name === name)
  }

  // By the name of a field what is typed in it; of ticks and of a list with the same name, all that are on.
  typed() {
    const typed = {}
    for (const field of this.all) {
      const values = (typed[field.name] ??= [])
      if (!isPressed(field) || field.checked) values.push(field.value)
    }
    return typed
  }

  // Puts what was kept into the fields of that name; a quote of which this page knows nothing gets room.
  fill(name, values, isNewer) {
    const quote = /^quote-(\w+)-words$/.exec(name)
    if (quote && values[0] && !this.named(name).length) this.makeRoom(quote[1])
    for (const field of this.named(name)) {
      if (isPressed(field)) field.checked = values.includes(field.value) || (!isNewer && field.type === "checkbox" && field.checked)
      else if (field.tagName === "SELECT") field.value = values.find((one) => [...field.options].some((option) => option.value === one)) ?? field.value
      else field.value = isNewer ? values[0] : both(field.value, values[0])
    }
  }

  // What another window wrote and what stands here, together.
  join(name, values) {
    const quote = /^quote-(\w+)-words$/.exec(name)
    if (quote && !this.named(name).length) this.makeRoom(quote[1])
    for (const field of this.named(name)) {
      if (isPressed(field)) field.checked ||= values.includes(field.value)
      else if (field.tagName !== "SELECT") field.value = both(values[0], field.value)
    }
  }

  makeRoom(key) {
    this.closest("form").querySelector("live-quotes").add(key)
  }
})
