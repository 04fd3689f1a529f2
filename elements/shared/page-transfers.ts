import { TRANSFERS_BEGIN } from './watched.ts';
import './page-progress.ts';

export { pageJobs } from './page-jobs.ts';

/** The page's transfers and their place in a corner of it, which belongs to no element of Web UI. */
if (!document.querySelector('nuxeo-frameio-page-progress')) {
  document.body.append(document.createElement('nuxeo-frameio-page-progress'));
  document.dispatchEvent(new CustomEvent(TRANSFERS_BEGIN));
}
