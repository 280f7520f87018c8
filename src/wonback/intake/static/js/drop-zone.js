// <drop-zone> around a form with one file field: files may be dropped anywhere on it, and are named before they are sent.
customElements.define("drop-zone", class extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input[type=file]")
    this.chosen = this.querySelector(".drop-chosen")
    this.field.addEventListener("change", () => this.tell())
    for (const name of ["dragenter", "dragover"]) this.addEventListener(name, (event) => this.over(event, true))
    for (const name of ["dragleave", "drop"]) this.addEventListener(name, (event) => this.over(event, false))
    this.addEventListener("drop", (event) => this.take(event.dataTransfer.files))
  }

  over(event, inside) {
    event.preventDefault()
    this.toggleAttribute("data-over", inside)
  }

  take(files) {
    this.field.files = files
    this.tell()
  }

  tell() {
    this.chosen.textContent = [...this.field.files].map((file) => file.name).join(", ")
  }
})
