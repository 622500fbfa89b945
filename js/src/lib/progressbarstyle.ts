/** The progress bar's own rules; the line is the one over a grid. */
export const PROGRESSBAR = `
.progress{height:3px;background:var(--chip);overflow:hidden}
.progress i{display:block;height:100%;background:var(--accent);transform-origin:left;transition:transform .2s linear}
.progress.going i{width:30%;animation:going 1.4s linear infinite}
@keyframes going{from{transform:translateX(-100%)}to{transform:translateX(340%)}}
.line{display:flex;gap:14px;align-items:baseline;padding:0 14px;height:28px;line-height:28px;white-space:nowrap}
.line b{font-weight:600}
.words{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;color:var(--muted)}
@media (prefers-reduced-motion:reduce){.progress i{transition:none}.progress.going i{width:100%;animation:none;opacity:.5}}
@media (forced-colors:active){.progress i{background:Highlight}}
`;
