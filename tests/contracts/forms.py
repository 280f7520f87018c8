"""The forms of a page, as a browser would send them."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """Each form by where it is sent to: what each field holds."""

    def __init__(self, text, address):
        super().__init__()
        self.address, self.forms, self.form, self.writing, self.choosing = address, {}, None, None, None
        self.feed(text)

    def handle_starttag(self, tag, given):
        told = dict(given)
        if tag == "form":
            self.form = self.forms.setdefault(told.get("action") or self.address, {})
        elif self.form is None:
            return
        elif tag == "input":
            self._hold(told)
        elif tag == "textarea":
            self.writing = told.get("name")
            self.form[self.writing] = [""]
        elif tag == "select":
            self.choosing = told.get("name")
        elif tag == "option" and (self.choosing not in self.form or "selected" in told):
            self.form[self.choosing] = [told["value"]]

    def _hold(self, told):
        is_left_out = told.get("type") == "file" or (
            told.get("type") in {"radio", "checkbox"} and "checked" not in told
        )
        if "name" in told and not is_left_out:
            self.form.setdefault(told["name"], []).append(told.get("value") or "")

    def handle_data(self, data):
        if self.writing:
            self.form[self.writing][0] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.writing = None
        elif tag == "form":
            self.form = None


def forms_of(answer, address=""):
    return Forms(answer.text, address).forms
