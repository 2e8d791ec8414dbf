// Where on the desk a mail about a milestone leads whoever runs it: to its row there.

export const deskAnchor = (milestoneId: string): string => `m-${milestoneId}`;

export const deskAddress = (publicUrl: string, milestoneId: string): string =>
  `${publicUrl}/desk#${encodeURIComponent(deskAnchor(milestoneId))}`;
