/** The bundle: one export per widget, named as the trait `_widget` names it. */
export { grid } from "./grid";
export { inspector } from "./inspector";
export { progress } from "./progressbar";
