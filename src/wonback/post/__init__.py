"""Letters out of the house, and the doors through which strangers answer them."""
