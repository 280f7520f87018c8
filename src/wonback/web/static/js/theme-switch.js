// <theme-switch>: light, dark, or like the system. A cookie, so that the server draws the page right at once.
const YEAR = 31536000

customElements.define("theme-switch", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-theme-choice]")
      if (button) this.choose(button.dataset.themeChoice)
    })
    this.show()
  }

  choose(theme) {
    document.cookie = `theme=${theme};path=/;max-age=${theme ? YEAR : 0};samesite=lax`
    if (theme) document.documentElement.dataset.theme = theme
    else delete document.documentElement.dataset.theme
    document.querySelectorAll("theme-switch").forEach((each) => each.show())
  }

  show() {
    const now = document.documentElement.dataset.theme ?? ""
    this.querySelectorAll("[data-theme-choice]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === now))
    })
  }
})
