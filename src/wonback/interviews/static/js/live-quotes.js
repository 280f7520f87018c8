// <live-quotes> in a tool that opens: there is always room for one more, and it knows what was being spoken about.
// Esc closes the open tool and leads back to where the person was.
let wasAt

customElements.define("live-quotes", class extends HTMLElement {
  connectedCallback() {
    this.tool = this.closest("details")
    this.count = this.tool.querySelector(".count")
    this.addEventListener("input", () => this.counted())
    this.counted()
  }

  get blank() {
    return [...this.querySelectorAll(".live-quote")].find((one) => !one.querySelector("textarea").value)
  }

  next() {
    const quote = this.blank ?? this.add(Math.random().toString(36).slice(2, 12))
    const question = document.querySelector(".live-question[data-current]")
    const set = (name, value) => { const field = quote.querySelector(`[name$="-${name}"]`); if (value && !field.value) field.value = value }
    set("question", question?.dataset.question)
    set("feeling", question?.querySelector("[data-feeling]")?.value)
    set("driver", [...question?.querySelectorAll(".live-chip :checked") ?? []].at(-1)?.value)
    quote.querySelector("textarea").focus()
  }

  add(key) {
    const copy = this.querySelector("template").content.cloneNode(true)
    for (const field of copy.querySelectorAll("[name]")) {
      field.name = field.name.replace("quote-new-", `quote-${key}-`)
      field.id = field.id.replace("quote-new-", `quote-${key}-`)
    }
    for (const label of copy.querySelectorAll("label[for]")) label.htmlFor = label.htmlFor.replace("quote-new-", `quote-${key}-`)
    copy.firstElementChild.dataset.quote = key
    this.querySelector("template").before(copy)
    return this.querySelector(`[data-quote="${key}"]`)
  }

  counted() {
    const n = [...this.querySelectorAll("textarea")].filter((one) => one.value.trim()).length
    this.count.textContent = n || ""
  }
})

document.addEventListener("focusin", (event) => { if (event.target.closest(".live-question")) wasAt = event.target })
// Opened here and now, so that the next letter lands in it: a browser tells of a toggle only a moment later.
for (const tool of document.querySelectorAll(".live-tool")) {
  tool.querySelector("summary").addEventListener("click", (event) => {
    event.preventDefault()
    tool.open = !tool.open || document.activeElement !== event.currentTarget
    if (!tool.open) return
    const quotes = tool.querySelector("live-quotes")
    quotes ? quotes.next() : tool.querySelector("input:checked, input").focus()
  })
}
document.addEventListener("keydown", (event) => {
  const tool = event.key === "Escape" && document.querySelector(".live-tool[open]")
  if (!tool) return
  tool.open = false
  ;(wasAt?.isConnected ? wasAt : tool.querySelector("summary")).focus()
})
