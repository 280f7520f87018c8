// At the door nobody is signed in: whatever the one before could read on this device goes.
import { forget } from "./store.js"

forget()
