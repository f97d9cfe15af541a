/** The entry of the page. */
import { startLock } from './lock'

void startLock()
