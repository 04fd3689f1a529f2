import { define } from '../shared/eager-element.ts';
import { Account } from './account.ts';
import { AccountTitle } from './account-title.ts';

define('nuxeo-frameio-account-title', AccountTitle);
define('nuxeo-frameio-account', Account);
