// <row-list> around a list: j and k move, Enter opens (the link does that by itself).
customElements.define("row-list", class extends HTMLElement {
  connectedCallback() {
    this.move = this.move.bind(this)
    document.addEventListener("keydown", this.move)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.move)
  }

  get links() {
    return [...this.querySelectorAll(".row-name[href]")]
  }

  move(event) {
    const step = { j: 1, k: -1 }[event.key] ?? (this.contains(event.target) ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : undefined)
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return
    const links = this.links
    const row = document.activeElement?.closest(".row")
    const here = links.findIndex((link) => row?.contains(link))
    const next = links[here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step]
    if (!next) return
    event.preventDefault()
    next.focus()
    next.closest(".row").scrollIntoView({ block: "nearest" })
  }
})
