/*
 * portal_captions.h - what people call the directory's coded words.
 *
 * Shape:  the sets of the portal's table of captions.
 * Units:  none.
 * Errors: none.
 * Source: identityd's words (portal-directory(7)), the portal's own for people.
 */
#ifndef PORTAL_PORTAL_CAPTIONS_H
#define PORTAL_PORTAL_CAPTIONS_H

#include "front/caption.h"

enum caption_set {
	CAPTION_STATE,
	CAPTION_LETTER,
	CAPTION_STAFF,
	CAPTION_SCHEDULE,
	CAPTION_SCHOOL,
	CAPTION_MENU,
	CAPTION_ROLE,
	CAPTION_REASON, /* of a role that was given or taken */
	CAPTION_AUDIENCE,
	CAPTION_NOTICE,
	CAPTION_RESULT,
	CAPTION_ACTION,
	CAPTION_CHANGED, /* of a person, one or more */
};

#endif
