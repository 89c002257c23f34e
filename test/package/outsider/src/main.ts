import { synthesizePlatform } from 'vaultwright';
import { Bootstrap, Stores } from './foundation.ts';
import { orchard } from './orchard.ts';
import { Press } from './press.ts';

process.exitCode = await synthesizePlatform(orchard, {
  components: [Bootstrap, Stores, Press],
  outputFolder: 'rendered',
});
