// English: milestones that administrators mend.

export const recovery = {
  'admin.givenUp': 'Given up, by milestone',
  'admin.noGivenUp': 'Nothing was given up.',
  'admin.mailsStay': 'It is not sent again: correct the address, or reassign the request.',
  'admin.retryEffects': 'Try again now',
  'admin.retryEffects.says':
    'What of this milestone waits for its next attempt, or was given up, is tried now. A mail that could not be delivered is not sent again: correct the address, or reassign the request.',
  'admin.recoverMilestone': 'Compare record and workflow',
  'admin.recoverNow': 'Go on from the record',
  'admin.recoverMilestone.says':
    'This looks at both and says what it finds; nothing has been changed yet. The button has the milestone go on from its record, on the audit log with your reason.',
  'admin.agrees': 'Record and workflow agree. There is nothing to mend.',
  'admin.disagrees.missing':
    'Nothing runs for it in Temporal, and the record knows all there is. Going on loses nothing.',
  'admin.disagrees.behind': 'Its workflow is behind the record, which knows all there is. Going on loses nothing.',
  'admin.disagrees.ahead':
    'Its workflow knows of decisions that the record has not. Put the newer copy of the database back; where the record is right, these decisions are lost.',
  'admin.disagrees.completed':
    'Its workflow completed, and the record does not know of the end. Put the newer copy of the database back; where the record is right, what came in between is lost.',
  'admin.disagrees.stuck':
    'The tasks of its workflow fail. See its history in the Temporal UI first; going on from the record loses what the workflow has not recorded yet.',
  'admin.disagrees.silent': 'No worker answers for it. Start the service, then look again.',
  'admin.disagrees.unknown': 'It runs in Temporal and is not on record.',
  'admin.recordIsRight': 'Where something would be lost',
  'admin.recordIsRight.says': 'The record is right: go on from it all the same',
} as const;
