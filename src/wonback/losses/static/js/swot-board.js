/* Drag one note onto another to say that they say the same. The form in each note's menu does the same without a mouse. */

class SwotBoard extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.hover(event));
    this.addEventListener("dragleave", (event) => this.note(event)?.removeAttribute("data-over"));
    this.addEventListener("drop", (event) => this.put(event));
  }

  note(event) {
    return event.target.closest?.(".swot-note");
  }

  lift(event) {
    this.lifted = this.note(event);
    event.dataTransfer.effectAllowed = "link";
    event.dataTransfer.setData("text/plain", this.lifted?.dataset.note ?? "");
  }

  /* Only a note of the same field says the same. */
  target(event) {
    const under = this.note(event);
    const same = under && under !== this.lifted && under.parentElement === this.lifted?.parentElement;
    return same ? under : null;
  }

  hover(event) {
    const under = this.target(event);
    if (!under) return;
    event.preventDefault();
    under.setAttribute("data-over", "");
  }

  put(event) {
    const under = this.target(event);
    if (!under) return;
    event.preventDefault();
    const form = this.lifted.querySelector("form[data-merge]");
    form.elements.into.value = under.dataset.note;
    form.requestSubmit();
  }
}

customElements.define("swot-board", SwotBoard);
