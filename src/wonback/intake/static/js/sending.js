// Files on their way from a <drop-zone>: how far they are, and what to do when they are stopped or refused.
import { send } from "./tus.js"

export class Sending {
  constructor(zone) {
    this.zone = zone
    this.shown = zone.querySelector(".drop-sending")
    this.shown.querySelector("button").addEventListener("click", () => this.stop.abort())
  }

  get token() {
    return this.zone.querySelector("[name=csrfmiddlewaretoken]").value
  }

  // Send them all; the form then asks to read them.
  async all(files) {
    this.stop = new AbortController()
    this.show(true)
    const token = this.token
    const to = this.to = await this.where(token)
    const total = files.reduce((sum, file) => sum + file.size, 0)
    let before = 0
    for (const file of files) {
      const told = (sent, trying) => this.tell(before + sent, total, file.name, trying)
      await send(file, { files: to.files, known: this.known(file), token, told, signal: this.stop.signal })
      before += file.size
    }
    this.zone.form.action = to.read
  }

  // Stopped by hand, what is here waits on a page of its own; what was refused is forgotten. Return what to say.
  async end(problem) {
    this.show(false)
    if (problem.name === "AbortError") {
      if (this.to) location.assign(this.to.page)
      return ""
    }
    if (this.to?.stop) await fetch(this.to.stop, { method: "POST", headers: { "X-CSRFToken": this.token } })
    return problem.message || this.shown.dataset.refused
  }

  // Where the files go: an import that waits for the rest of them, or a new one.
  async where(token) {
    const { files, await: begin } = this.zone.dataset
    if (files) return this.zone.dataset
    const answer = await fetch(begin, { method: "POST", headers: { "X-CSRFToken": token }, signal: this.stop.signal })
    if (!answer.ok) throw new Error(this.shown.dataset.refused)
    return answer.json()
  }

  // The place of a file of which a part is here.
  known(file) {
    const same = (one) => one.dataset.name === file.name && Number(one.dataset.size) === file.size
    return [...this.zone.querySelectorAll(".drop-known")].find(same)?.value
  }

  show(isSending) {
    this.shown.hidden = !isSending
    this.zone.querySelector("button[type=submit]").hidden = isSending
  }

  tell(sent, total, name, trying) {
    const percent = Math.floor(100 * sent / Math.max(total, 1))
    this.shown.querySelector("progress").value = percent
    this.shown.querySelector("p").textContent = trying ? this.shown.dataset.trying : `${percent} % · ${name}`
  }
}
