import { api } from './api.ts';
import { batchSentence } from './batch-sentence.ts';
import { createPageJobs, type PageJobs } from './create-page-jobs.ts';
import { jobFeed } from './job-feed.ts';
import { watched } from './watched.ts';
import { isShown, tellWebUi } from './web-ui.ts';

export const pageJobs: PageJobs = createPageJobs({
  feed: jobFeed,
  api,
  storage: watched,
  refresh: (uids) => {
    if (isShown(uids)) tellWebUi('document-updated');
  },
  ended: (batch) => {
    const message = batchSentence([...batch.jobs.values()]);
    if (message) tellWebUi('notify', { message, duration: 8000, dismissible: true, commandId: batch.id });
  },
});
