/*
 * leave_captions.h - what people call leaved's coded words.
 *
 * Shape:  the sets of leave-front's table of captions.
 * Units:  none.
 * Errors: none.
 * Source: leaved's words; types of leave have the names of the law.
 */
#ifndef LEAVE_LEAVE_CAPTIONS_H
#define LEAVE_LEAVE_CAPTIONS_H

#include "front/caption.h"

enum leave_caption_set {
	CAPTION_TYPE,
	CAPTION_STATE,
	CAPTION_STEP,
	CAPTION_LINE, /* of the ledger */
	CAPTION_FACT,
	CAPTION_PART, /* of leave around a birth */
	CAPTION_WAY,  /* of taking a lesson */
	CAPTION_REPORT,
	CAPTION_SETTING,
	CAPTION_PUNCH,
	CAPTION_TRIP,
};

#endif
