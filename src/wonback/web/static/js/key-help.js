// <key-help>: "?" shows the keys of this page, gathered from what declares them.
customElements.define("key-help", class extends HTMLElement {
  connectedCallback() {
    this.open = this.open.bind(this)
    document.addEventListener("keydown", this.open)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.open)
  }

  open(event) {
    if (event.key !== "?" || event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return
    event.preventDefault()
    this.gather()
    this.querySelector("dialog").showModal()
  }

  gather() {
    const list = this.querySelector("dl")
    list.querySelectorAll("[data-gathered]").forEach((element) => element.remove())
    const seen = new Set()
    for (const element of document.querySelectorAll("[data-key]")) {
      const label = element.dataset.keyLabel ?? element.title ?? ""
      const words = label || element.textContent.trim()
      if (seen.has(element.dataset.key)) continue
      seen.add(element.dataset.key)
      list.append(...this.line(element.dataset.key, words))
    }
  }

  line(keys, words) {
    const term = document.createElement("dt")
    term.append(...keys.split(" ").flatMap((key) => [Object.assign(document.createElement("kbd"), { textContent: key }), " "]))
    const meaning = Object.assign(document.createElement("dd"), { textContent: words })
    for (const element of [term, meaning]) element.dataset.gathered = ""
    return [term, meaning]
  }
})
