/** The rules of what the tools show. */
export const TOOLS = `
.words{display:flex;align-items:center;gap:14px;flex:none}
.chips>.word{margin-left:4px}
.chips>.word,.words .word{color:var(--muted)}
.root:hover .chips>.word,.root:hover .words .word,.root:focus-within .chips>.word,.root:focus-within .words .word{color:var(--link)}
.asks .chips,.asks .words{display:none}
.box{display:flex;flex:1;align-items:center;gap:14px;min-width:0;margin:0}
.box label{color:var(--fg);font-weight:600}
.box .m{flex:none}
.box input{flex:0 1 220px;min-width:60px}
.box.wide input{flex:1}
.box input,.pop input:not([type=checkbox]),.pop select,.foot input{font:inherit;color:var(--fg);background:var(--bg);border:1px solid var(--edge);border-radius:3px;height:20px;padding:0 6px;outline:none}
.box.wide input{font-family:var(--code)}
.box input:focus,.pop input:focus,.pop select:focus,.foot input{border-color:var(--accent)}
.box input[aria-invalid]{border-color:var(--warm)}
.foot input{width:112px}
.foot .right{flex:1 1 0;min-width:0;overflow:hidden;text-overflow:ellipsis;text-align:right}
.grip{position:absolute;left:0;right:0;bottom:0;height:5px;cursor:ns-resize;touch-action:none}
.grip:hover,.grip:active{border-bottom:2px solid var(--accent)}
.wrong{color:var(--warm)}
pre.wrong{position:absolute;left:0;right:0;top:28px;z-index:6;margin:0;padding:6px 10px;max-height:60%;overflow:auto;background:var(--panel);border-bottom:1px solid var(--line);font:.92em/1.4 var(--code)}
.pop{--edge:color-mix(in srgb,var(--fg) 45%,var(--bg));margin:0;padding:0;position:fixed;inset:auto;border:1px solid var(--edge);border-radius:6px;background:var(--bg);color:var(--fg);font:13px/1.4 var(--ui);
max-width:min(640px,90vw);min-width:200px;overflow:hidden;overscroll-behavior:contain}
.pop *{scrollbar-width:thin;scrollbar-color:color-mix(in srgb,var(--fg) 38%,var(--bg)) transparent}
.pop input,.pop select{color-scheme:light}
:host([data-dark]) .pop input,:host([data-dark]) .pop select{color-scheme:dark}
.bar{--edge:color-mix(in srgb,var(--fg) 45%,var(--bg))}
.pop header{display:flex;gap:14px;padding:6px 10px;background:var(--panel);border-bottom:1px solid var(--line);font-size:12px;color:var(--muted)}
.pop header b{color:var(--fg);overflow:hidden;text-overflow:ellipsis;white-space:nowrap;unicode-bidi:isolate}
.pop header span{flex:1;white-space:nowrap}
.pop pre{margin:0;padding:8px 10px;max-height:min(320px,50vh);overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.5 var(--code);outline:none;unicode-bidi:plaintext;user-select:text;-webkit-user-select:text}
.pop pre.empty,.pop pre.null,.values .empty,.values .null{color:var(--muted)}
.pop pre.null,.values .null{font-style:italic}
.pop footer,.said{padding:4px 10px 6px;font-size:12px;color:var(--muted)}
.menu{padding:4px 0}
.menu .word{box-sizing:border-box;display:flex;gap:24px;justify-content:space-between;width:100%;padding:2px 10px;color:var(--fg);border-radius:0}
.menu .word span{overflow:hidden;text-overflow:ellipsis;unicode-bidi:isolate}
.menu .word:hover,.menu .word:focus{background:var(--picked);text-decoration:none;outline:none}
.menu hr{border:0;border-top:1px solid var(--line);margin:4px 0}
.menu>input{margin:4px 10px;width:calc(100% - 20px)}
.menu>.m{padding:0 10px;font-size:12px}
.menu .list{max-height:min(320px,50vh);overflow:auto}
.offer .word[aria-selected=true]{background:var(--picked)}
.offer{max-height:min(260px,40vh);overflow:auto;scrollbar-width:thin}
.offer .word{cursor:pointer;text-decoration:none}
.offer .word span{font-family:var(--code);white-space:pre}
.offer .keyword{color:var(--muted)}
kbd{font:11px var(--code);color:var(--muted)}
.code-of{min-width:min(420px,90vw)}
.code-of header .word{color:var(--muted)}
.code-of header [aria-pressed=true]{color:var(--fg);font-weight:600}
.code-of header span~.word{color:var(--link)}
.help dl{display:grid;grid-template-columns:auto 1fr;gap:3px 18px;margin:0;padding:8px 10px;max-height:min(480px,70vh);overflow:auto;outline:none}
.help dt{display:flex;gap:8px;color:var(--fg)}
.help dt kbd{color:var(--fg)}
.help dd{margin:0;color:var(--muted)}
.filter{width:340px;font-size:12px}
.filter .tests{display:flex;flex-wrap:wrap;gap:4px 12px;padding:8px 10px 0}
.filter .tests .word{color:var(--muted)}
.filter .tests [aria-checked=true]{color:var(--fg);font-weight:600;box-shadow:0 2px var(--accent)}
.fields{display:flex;flex-direction:column;gap:6px;padding:10px}
.fields.none{padding:4px}
.fields label:not(.tick){display:flex;gap:8px;align-items:center}
.fields>label>.m{width:36px}
.fields label input:not([type=checkbox]){flex:1;min-width:0}
.fields.part select{align-self:flex-start}
.days{display:grid;grid-template-columns:repeat(auto-fill,minmax(54px,1fr));gap:2px 8px}
.tick{display:flex;gap:5px;align-items:center}
.pop input[type=checkbox]{margin:0;accent-color:var(--accent)}
.values{display:flex;flex-direction:column;gap:6px}
.values .list{height:180px;overflow:auto;border:1px solid var(--line);border-radius:3px;padding:3px 6px}
.values .list label{line-height:20px}
.values .list label>span:not(.m){flex:1;overflow:hidden;text-overflow:ellipsis;white-space:pre;unicode-bidi:isolate}
.values .list .m{width:auto}
.filter>.wrong{padding:0 10px 8px;white-space:pre-wrap;overflow-wrap:anywhere}
.filter>footer{display:flex;gap:14px;align-items:center;border-top:1px solid var(--line);padding:6px 10px}
.filter>footer>span{flex:1}
@media (forced-colors:active){.menu .word:hover,.menu .word:focus{background:Highlight;color:HighlightText;forced-color-adjust:none}.filter .tests [aria-checked=true],.offer [aria-selected=true]{text-decoration:underline}}
`;
