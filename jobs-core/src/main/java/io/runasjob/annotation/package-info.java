/**
 * {@link io.runasjob.annotation.RunAsJob} and the reader that turns annotated methods into job types.
 *
 * <p>The reader walks the class of a registered object with its superclasses and interfaces; an annotation on an inherited
 * or overridden method counts, the most derived one wins, and calls go to the object as usual. Each type is found by a
 * method reference through any class between the object's own and the one that declares the method.
 */
@NullMarked
package io.runasjob.annotation;

import org.jspecify.annotations.NullMarked;
