"""Training of the models that come with Remit; `python -m eval.training` makes them again."""
