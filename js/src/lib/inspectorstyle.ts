/** The inspector's own rules. */
export const INSPECTOR = `
.figures{display:grid;grid-template-columns:repeat(4,1fr);background:var(--panel);border-bottom:1px solid var(--line)}
.figure{padding:11px 14px 12px;border-left:1px solid var(--line);min-width:0;font-size:11px;color:var(--muted)}
.figure:first-child{border-left:0}
.figure div{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.figure .value{font-size:20px;line-height:30px;font-weight:600;color:var(--fg)}
.timeline{border-bottom:1px solid var(--line)}
.picture{display:block;max-width:100%}
.line{stroke:var(--line);fill:none}
.label{fill:var(--muted);font-size:11px}
.core{fill:var(--area)}
.queries{fill:var(--accent)}
.process{fill:none;stroke:var(--muted);stroke-width:1.25;stroke-linejoin:round}
.axis{display:flex;justify-content:space-between;padding:4px 14px 8px;font-size:11px;color:var(--muted)}
.legend{display:flex;gap:14px}
.key i{display:inline-block;width:8px;height:8px;margin-right:5px}
.key.q i{background:var(--accent)}
.key.c i{background:var(--area)}
.key.p i{height:0;width:11px;border-top:1.5px solid var(--muted);vertical-align:middle;margin-bottom:2px}
.scroll{overflow:auto;max-height:320px;scrollbar-width:thin}
table{border-collapse:collapse;width:100%}
th,td{font-weight:400;text-align:left;padding:0 10px;height:24px;white-space:nowrap;border-left:1px solid var(--line)}
th:first-child,td:first-child{border-left:0;padding-left:14px}
th{height:32px;color:var(--muted);position:sticky;top:0;background:var(--bg);box-shadow:inset 0 -1px var(--line)}
td.num,th.num{text-align:right}
td.name{font-weight:600;max-width:260px;overflow:hidden;text-overflow:ellipsis}
td.unnamed{font:italic 11px var(--ui);color:var(--muted)}
td.warm{color:var(--warm)}
td.source{width:99%;max-width:0;overflow:hidden;text-overflow:ellipsis;color:var(--muted)}
td.quiet{color:var(--muted);padding:0 14px}
.runs{background:var(--panel);border-top:1px solid var(--line);padding:7px 14px}
.run{display:flex;gap:14px;align-items:baseline;height:24px;line-height:24px;white-space:nowrap}
.run b{font-weight:600;overflow:hidden;text-overflow:ellipsis}
.run span{color:var(--muted)}
.foot{display:flex;justify-content:space-between;gap:14px;height:28px;line-height:28px;padding:0 14px;background:var(--panel);border-top:1px solid var(--line);color:var(--muted);font-size:12px;white-space:nowrap}
.foot .warm{color:var(--warm)}
@media (forced-colors:active){.core{fill:GrayText}.queries{fill:Highlight}.process{stroke:CanvasText}}
`;
