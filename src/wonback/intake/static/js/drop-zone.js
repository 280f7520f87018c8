// <drop-zone> around a form with one file field: files may be dropped anywhere on it, are named before they are sent,
// and go in pieces that survive a broken connection. Without this script the form sends them whole.
import { Sending } from "./sending.js"

customElements.define("drop-zone", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.field = this.querySelector("input[type=file]")
    this.chosen = this.querySelector(".drop-chosen")
    this.sending = new Sending(this)
    this.field.addEventListener("change", () => this.tell())
    for (const name of ["dragenter", "dragover"]) this.addEventListener(name, (event) => this.over(event, true))
    for (const name of ["dragleave", "drop"]) this.addEventListener(name, (event) => this.over(event, false))
    this.addEventListener("drop", (event) => this.take(event.dataTransfer.files))
    this.form.addEventListener("submit", (event) => this.submit(event))
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
    // One name stands in the field itself; of several it says only how many they are.
    const names = [...this.field.files].map((file) => file.name)
    this.chosen.textContent = names.length > 1 ? names.join(", ") : ""
  }

  async submit(event) {
    event.preventDefault()
    try {
      await this.sending.all([...this.field.files])
      this.field.disabled = true
      this.form.submit()
    } catch (problem) {
      this.chosen.textContent = await this.sending.end(problem)
    }
  }
})
