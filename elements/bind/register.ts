import { define } from '../shared/frameio-element.ts';
import { BindButton } from './bind-button.ts';

define('nuxeo-frameio-bind-button', BindButton);
