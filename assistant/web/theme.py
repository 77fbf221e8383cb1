"""How the pages look: the system's own fonts, one blue, dark text on white, a yellow focus that cannot be missed.

Gradio's components take their colours from the theme, everything that Remit draws itself from theme.css.
"""
from __future__ import annotations

from pathlib import Path

import gradio as gr

INK, MUTED, LINE, PAPER, BLUE, DEEP, WASH = "#15222e", "#4a5763", "#7b8894", "#ffffff", "#0b5a94", "#083e66", "#f3f6f8"
# The pages have one, light, look: Gradio would otherwise follow the system into a dark theme of its own. The head of
# Gradio's error box says that it is a button while it holds one, which screen readers then do not announce. An error is
# told until the reader goes on. A long list of choices is no stop of its own for Tab. The window's title names the page
# that is open. Whose session has ended goes to the door: Gradio would say that it cannot parse the reply.
LIGHT = """() => {
  document.body.classList.remove('dark');
  new MutationObserver(() => {
    document.querySelectorAll('.toast-header[role]').forEach((head) => {
      head.removeAttribute('role');
      head.removeAttribute('tabindex');
    });
    document.querySelectorAll('ul[role=listbox]:not([tabindex])').forEach((list) => { list.tabIndex = -1; });
  }).observe(document.body, {childList: true, subtree: true});
  document.addEventListener('click', (event) => {
    const tab = event.target.closest('[role=tab]');
    if (tab) document.title = `${tab.textContent.trim()} - Remit`;
  });
  const goesOn = (event) => {
    if (event.target.closest('.toast-body, .toast-wrap')) return;
    if (event.type === 'click' ? !event.target.closest('button, [data-do]') : event.key !== 'Enter') return;
    document.querySelectorAll('[data-testid=toast-close]').forEach((close) => close.click());
  };
  document.addEventListener('click', goesOn, true);
  document.addEventListener('keydown', goesOn, true);
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const reply = await ask(...asked);
    if (reply.status === 401) window.location.assign(new URL('sign-in?ended=1', document.baseURI));
    return reply;
  };
}"""
# Gradio's own words where they do not say what to do.
WORDS = gr.I18n(
    en={"upload_text.drop_file": "Drop files here", "upload_text.click_to_upload": "press to choose them"}
)


def style() -> str:
    """The style sheet, for the page's head: given to Gradio as CSS, its rules would be rewritten."""
    return f"<style>{Path(__file__).with_name('theme.css').read_text(encoding='utf-8')}</style>"


def theme() -> gr.themes.Base:
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif"]
    return gr.themes.Base(text_size="lg", font=fonts, font_mono=["ui-monospace", "Consolas", "monospace"]).set(
        body_background_fill=PAPER,
        body_text_color=INK,
        body_text_color_subdued=MUTED,
        background_fill_primary=PAPER,
        background_fill_secondary=WASH,
        block_background_fill=PAPER,
        block_border_width="0px",
        block_label_text_color=INK,
        block_label_text_weight="600",
        block_title_text_color=INK,
        block_title_text_weight="600",
        block_info_text_color=MUTED,
        border_color_primary=LINE,
        border_color_accent=BLUE,
        color_accent=BLUE,
        color_accent_soft=WASH,
        input_background_fill=PAPER,
        input_border_color=LINE,
        input_border_color_focus=INK,
        input_border_width="2px",
        input_placeholder_color=MUTED,
        input_radius="4px",
        link_text_color=BLUE,
        button_primary_background_fill=BLUE,
        button_primary_background_fill_hover=DEEP,
        button_primary_border_color=BLUE,
        button_primary_border_color_hover=DEEP,
        button_primary_text_color=PAPER,
        button_secondary_background_fill=PAPER,
        button_secondary_background_fill_hover=WASH,
        button_secondary_border_color=LINE,
        button_secondary_text_color=INK,
        button_border_width="2px",
        button_large_radius="4px",
        button_large_text_size="1rem",
        checkbox_background_color=PAPER,
        checkbox_background_color_selected=BLUE,
        checkbox_border_color=LINE,
        checkbox_border_color_selected=BLUE,
        checkbox_label_background_fill=PAPER,
        checkbox_label_background_fill_hover=WASH,
        checkbox_label_background_fill_selected=WASH,
        checkbox_label_text_color=INK,
        checkbox_label_text_color_selected=INK,
        error_text_color="#8c1d18",
    )
