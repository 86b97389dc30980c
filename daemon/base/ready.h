/*
 * ready.h - tells the service manager that every socket listens.
 *
 * Shape:  one datagram "READY=1" to NOTIFY_SOCKET; nothing without it.
 * Units:  none.
 * Errors: none: a manager that cannot hear stops nobody.
 * Source: sd_notify(3), whose protocol is these few lines.
 */
#ifndef BASE_READY_H
#define BASE_READY_H

void ready_tell(void);

#endif
