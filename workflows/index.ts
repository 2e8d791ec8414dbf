// What the workflow bundle exports.
export { dispatcher } from './dispatcher.ts';
export { milestoneSignOff } from './milestoneSignOff.ts';
