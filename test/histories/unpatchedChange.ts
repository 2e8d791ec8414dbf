// A change nobody put behind `patched()`: the replay check has to find it, or it would find none.
import { sleep } from '@temporalio/workflow';
import { milestoneSignOff as unchanged } from '../../workflows/index.ts';

export const milestoneSignOff: typeof unchanged = async (...input) => {
  await sleep('1 minute');
  return unchanged(...input);
};
