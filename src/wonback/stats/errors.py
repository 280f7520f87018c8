"""How the statistics say no."""


class CannotTell(Exception):
    """The numbers at hand cannot answer the question; the text says what to do instead.

    `fit` carries the fitted model where there is one, so that an analyst can look at what went wrong.
    """

    def __init__(self, sentence: str, *, fit: object = None) -> None:
        super().__init__(sentence)
        self.fit = fit
