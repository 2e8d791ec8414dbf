// What the workflow bundle exports.
export { mailRoom } from './mailRoom.ts';
export { milestoneSignOff } from './milestoneSignOff.ts';
export { webhookRoom } from './webhookRoom.ts';
