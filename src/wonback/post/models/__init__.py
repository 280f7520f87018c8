from wonback.post.models.letter import Letter

__all__ = ["Letter"]
