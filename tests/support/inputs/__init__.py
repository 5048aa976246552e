"""Inputs by the million for whatever reads what people send: made from grammars, mutated, and led by coverage.

Each target (`targets.py`) takes bytes. They come from makers that know the form (`making.py`) and throw dice: plain
random numbers in a long run (`running.py`, `make torture ARGS=inputs`), Hypothesis in a short one
(`tests/test_inputs.py`), or they are mutations of those that reached new lines (`guided.py`, Atheris). `judging.py`
says what no input may bring about.
"""
