"""The web app: one module a tab, handlers of a few lines. The only room that knows Gradio.

`app` joins the tabs and serves them, `places` opens a citation in its surroundings, `views` turns records into HTML.
"""
import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio when it is imported: nothing leaves the machine
