/** The progress bar's own rules. */
export const PROGRESSBAR = `
.track{height:3px;background:var(--chip);overflow:hidden}
.track i{display:block;height:100%;background:var(--accent);transform-origin:0 0;transition:transform .2s linear}
.track.going i{width:30%;animation:going 1.4s ease-in-out infinite}
@keyframes going{from{transform:translateX(-100%)}to{transform:translateX(340%)}}
.line{display:flex;gap:14px;align-items:baseline;padding:0 14px;height:28px;line-height:28px;white-space:nowrap}
.line b{font-weight:600}
.words{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;color:var(--muted)}
@media (prefers-reduced-motion:reduce){.track i{transition:none}.track.going i{width:100%;animation:none;opacity:.4}}
@media (forced-colors:active){.track i{background:Highlight}}
`;
