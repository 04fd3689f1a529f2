import { api } from './api.ts';
import { batchSentence } from './batch-sentence.ts';
import { createPageJobs, type PageJobs, type PageJobsDeps } from './create-page-jobs.ts';
import { jobFeed } from './job-feed.ts';
import { isShown, tellWebUi } from './web-ui.ts';

const KEY = 'nuxeo-frameio-batches';

/** A browser that stores nothing forgets them when the page is loaded again, and that is all. */
const storage: PageJobsDeps['storage'] = {
  load() {
    try {
      return sessionStorage.getItem(KEY);
    } catch {
      return null;
    }
  },
  save(text) {
    try {
      sessionStorage.setItem(KEY, text);
    } catch {
      // As above.
    }
  },
};

export const pageJobs: PageJobs = createPageJobs({
  feed: jobFeed,
  api,
  storage,
  refresh: (uids) => {
    if (isShown(uids)) tellWebUi('document-updated');
  },
  ended: (batch) => {
    const message = batchSentence([...batch.jobs.values()]);
    if (message) tellWebUi('notify', { message, duration: 8000, dismissible: true, commandId: batch.id });
  },
});
