/**
 * Colours and type. The host's variables come first; the fallbacks follow the system's scheme. Shades are mixed from the
 * host's own text, ground and accent, so that muted text keeps its contrast under any theme.
 */
import { node, on } from "./dom";

const mix = (name: string, part: number, into: string) => `color-mix(in srgb,var(--${name}) ${part}%,var(--${into}))`;

export const THEME = `
:host{display:block;--d-bg:#fff;--d-fg:#1b1f24;--d-accent:#1f5fbf}
@media (prefers-color-scheme:dark){:host{--d-bg:#15181c;--d-fg:#e2e6ea;--d-accent:#78aef5}}
:host([data-host=marimo]){--h-bg:var(--background);--h-fg:var(--foreground);--h-accent:var(--link);--h-font:var(--text-font);--h-code:var(--monospace-font)}
:host{
--bg:var(--jp-layout-color0,var(--vscode-editor-background,var(--h-bg,var(--d-bg))));
--fg:var(--jp-ui-font-color1,var(--vscode-editor-foreground,var(--h-fg,var(--d-fg))));
--accent:var(--jp-brand-color1,var(--vscode-textLink-foreground,var(--h-accent,var(--d-accent))));
--ui:var(--jp-ui-font-family,var(--vscode-font-family,var(--h-font,system-ui,sans-serif)));
--code:var(--jp-code-font-family,var(--vscode-editor-font-family,var(--h-code,ui-monospace,monospace)));
--panel:${mix("fg", 4, "bg")};
--line:${mix("fg", 13, "bg")};
--chip:${mix("fg", 9, "bg")};
--muted:${mix("fg", 72, "bg")};
--link:${mix("accent", 88, "fg")};
--picked:${mix("accent", 14, "bg")};
--area:${mix("accent", 57, "bg")};
--warm:#9c4610}
:host([data-dark]){--warm:#f0a26e;--picked:${mix("accent", 24, "bg")};--area:${mix("accent", 46, "bg")}}
*{box-sizing:border-box}
[hidden]{display:none!important}
.root{position:relative;font:13px/1.25 var(--ui);font-size:var(--jp-ui-font-size1,var(--vscode-font-size,13px));color:var(--fg);background:var(--bg);
border:1px solid var(--line);border-radius:6px;overflow:hidden;font-variant-numeric:tabular-nums;text-align:left}
.probe{position:absolute;width:1em;height:0;visibility:hidden;background:var(--bg);transition:background-color 1ms,width 1ms}
.word{all:unset;color:var(--link);cursor:pointer;border-radius:2px;white-space:nowrap}
.word:hover{text-decoration:underline}
.word:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.g{margin-left:.17em}
.m{color:var(--muted)}
@media (forced-colors:active){.root{border-color:CanvasText}.word{color:LinkText}}
`;

/**
 * Marks dark grounds for the colours that no host offers; follows a change of theme at once.
 *
 * @param changed called when the host's colours or sizes changed.
 */
export function followTheme(host: HTMLElement, root: HTMLElement, changed: () => void = () => undefined): void {
  const marker = node("i", "probe");
  root.append(marker);
  const look = () => {
    const page = getComputedStyle(document.documentElement);
    const marimo = page.getPropertyValue("--cm-background") !== "" && page.getPropertyValue("--text-font") !== "";
    if (marimo) host.dataset.host = "marimo";
    // Of the root, whose ground changes in one step: the marker's is on its way from the one before.
    host.toggleAttribute("data-dark", isDark(getComputedStyle(root).backgroundColor));
    changed();
  };
  // Any change of ground or size, by host or system, starts this transition: no need to know how a host switches themes.
  for (const name of ["transitionrun", "transitionend", "transitioncancel"] as const) on(marker, name, look);
  look();
  requestAnimationFrame(look);
}

export function isDark(colour: string): boolean {
  const [red = 255, green = 255, blue = 255] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const scale = colour.startsWith("color(") ? 255 : 1;
  return (red * 0.299 + green * 0.587 + blue * 0.114) * scale < 128;
}
