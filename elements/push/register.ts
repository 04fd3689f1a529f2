import './info-bar.ts';
import './push-button.ts';
import './recall-button.ts';
import './transfers.ts';
