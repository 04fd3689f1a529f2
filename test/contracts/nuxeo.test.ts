import { nuxeoContract } from './nuxeo.contract.ts';
import { adapterUnderTest } from './nuxeo/adapter-subject.ts';
import { fakeNuxeoUnderTest } from './nuxeo/fake-subject.ts';

nuxeoContract('Nuxeo over HTTP', adapterUnderTest);
nuxeoContract('FakeNuxeo', fakeNuxeoUnderTest);
