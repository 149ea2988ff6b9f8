"""A process that walks whole windows at the scale Qt was started with: ``python -m tests.helpers.walking ASKED.json``.

What is asked: workspaces with what to do in each, sizes, themes; the answer is printed as JSON: place → what is wrong there.
"""
