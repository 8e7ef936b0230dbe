"""What there is to say of an account before a call, noun by noun, each line a sentence with its source.

Nothing is said twice: a fact that raises a flag is told with the flag, what is not known is a question.
"""
