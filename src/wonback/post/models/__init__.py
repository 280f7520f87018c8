from wonback.post.models.letter import DoNotContact, Letter, NoAddress

__all__ = ["DoNotContact", "Letter", "NoAddress"]
