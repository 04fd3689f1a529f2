import { define } from '../shared/eager-element.ts';
import { SyncButton } from './sync-button.ts';
import { SyncTab } from './sync-tab.ts';

define('nuxeo-frameio-sync-button', SyncButton);
define('nuxeo-frameio-sync-tab', SyncTab);
