// What the workflow bundle exports; zod must not compile code at run time inside the sandbox.
import { z } from 'zod';

z.config({ jitless: true });

export { mailRoom } from './mailRoom.ts';
export { milestoneSignOff } from './milestoneSignOff.ts';
export { webhookRoom } from './webhookRoom.ts';
