/** The grid's own rules. Rows are 24 px, cells have 10 px at each side, lines only between columns. */
import { CODE, SMALL } from "./columns";
import { HEAD } from "./scroll";

const BAR = 28;

export const GRID = `
.progress,.progress i,.head,.body,.row,.cells,.n,.corner,.c,.h,.c.away::before,.marks,.edge,.none,.trouble{position:absolute}
.progress,.head,.body{overflow:hidden}
.chip .word,.c,.h,.h b,.h i,.foot .long{overflow:hidden;text-overflow:ellipsis}
.chip .word+.word,.chip.off .word,.n,.c.empty,.c.null,.h i,.more,.none,.foot{color:var(--muted)}
.c.r,.h.r{text-align:right}
.c.active,.h.active{outline:2px solid var(--accent);outline-offset:-2px}
.root:focus-within{border-color:color-mix(in srgb,var(--accent) 55%,var(--line))}
.bar{display:flex;align-items:center;gap:14px;height:${BAR}px;padding:0 10px;background:var(--panel);border-bottom:1px solid var(--line);white-space:nowrap;font-size:${CODE}em}
.chips{display:flex;align-items:center;gap:6px;flex:1 1 0;min-width:0;overflow:auto hidden;scrollbar-width:none}
.chip{display:flex;flex:none;max-width:320px;border-radius:10px;background:var(--chip);line-height:20px;overflow:hidden}
.chip .word{color:var(--fg);padding:0 8px 0 10px;unicode-bidi:isolate;outline-offset:-2px;border-radius:10px}
.chip .word:disabled{cursor:default;text-decoration:none}
.chip .word+.word{flex:none;padding:0 10px 0 2px}
.chip b{font-weight:600}
.chip.off{background:none;box-shadow:inset 0 0 0 1px var(--line)}
.chip.off:not(.bad) span{text-decoration:line-through}
.chip i{font-style:normal;color:var(--warm)}
.progress{top:${BAR - 1}px;left:0;right:0;height:2px;z-index:5}
.progress i{inset:0;background:var(--accent);transform-origin:left}
.progress.going i{width:30%;animation:going 1.4s linear infinite}
@keyframes going{from{transform:translateX(-100%)}to{transform:translateX(334%)}}
.scroller{position:relative;outline:none;user-select:none;-webkit-user-select:none;overflow:hidden;overscroll-behavior:auto;cursor:default;contain:strict;
scrollbar-width:thin;scrollbar-color:color-mix(in srgb,var(--fg) 38%,var(--bg)) transparent}
.space{position:relative;min-width:100%}
.layer{position:sticky;top:0;left:0;overflow:hidden;contain:strict}
.head,.body{left:0;right:0}
.head{top:0;height:${HEAD}px;border-bottom:1px solid var(--line);background:var(--bg);z-index:2}
.body{top:${HEAD}px;bottom:0}
.row{left:0;right:0;top:0;height:var(--row);contain:layout style}
.cells{left:0;top:0;height:100%;transform:translateX(var(--x))}
.n,.corner{left:0;top:0;bottom:0;width:var(--gutter);background:var(--panel);border-right:1px solid var(--line);z-index:1}
.corner{font-size:0}
.n{font-size:${SMALL}em;line-height:var(--row);text-align:right;padding-right:10px;white-space:nowrap}
.c,.h{top:0;height:100%;white-space:pre;border-right:1px solid var(--line);padding:0 10px}
.c{line-height:var(--row);unicode-bidi:isolate}
.c.code{font:${CODE}em/var(--row) var(--code)}
.c.null{font-size:${SMALL}em;font-style:italic}
.c.invalid{color:var(--warm)}
.c.away::before{content:"";left:10px;right:30%;top:calc(var(--row)/2 - 4px);height:8px;border-radius:4px;background:var(--chip)}
.c.r.away::before{left:40%;right:10px}
.c.picked{background:var(--picked)}
.body.dim .c:not(.away){opacity:.6}
.h{padding-top:6px;cursor:pointer}
.h b,.h i{display:block}
.h b{font-weight:600;line-height:17px}
.h i{font:${SMALL}em/15px var(--code)}
.marks{top:23px;right:10px;display:flex;gap:5px;font-size:${SMALL}em;line-height:15px;background:var(--bg);color:var(--link)}
.h.r .marks{right:auto;left:10px;flex-direction:row-reverse}
.h:not(:hover) .more{display:none}
.edge{top:0;right:0;bottom:0;width:7px;cursor:col-resize;touch-action:none}
.edge:hover,.edge.held{border-right:2px solid var(--accent)}
.none{left:var(--gutter);top:${HEAD}px;padding:0 10px;line-height:var(--row)}
.trouble{left:0;right:0;top:${BAR + HEAD}px;z-index:4;display:flex;gap:14px;align-items:baseline;padding:5px 10px;background:var(--panel);
border-bottom:1px solid var(--line);max-height:50%;overflow:auto}
.trouble pre{margin:0;font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;flex:0 1 auto}
.trouble.code{flex-wrap:wrap}
.code>pre{font:${CODE}em/1.4 var(--code);white-space:pre;flex-basis:100%}
.trouble .what{color:var(--warm)}
.foot{display:flex;align-items:center;gap:14px;height:28px;padding:0 10px;background:var(--panel);border-top:1px solid var(--line);font-size:${CODE}em;white-space:nowrap}
.foot>*{flex:none}
.foot b{color:var(--fg);font-weight:600}
.foot .long{flex:0 1 auto;min-width:0}
.foot .warm{color:var(--warm)}
@media (prefers-reduced-motion:reduce){.progress.going i{animation:none;width:100%;opacity:.5}}
@media (forced-colors:active){.c.picked{background:Highlight;color:HighlightText;forced-color-adjust:none}.c.active{outline-color:Highlight}
.c.away::before{background:GrayText}.progress i{background:Highlight}.c.picked.active{outline-color:HighlightText}}
`;
